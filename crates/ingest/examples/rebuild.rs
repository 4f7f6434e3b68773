use std::sync::Arc;
#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let options = ingest::RebuildOptions {
        index: args.next().unwrap().into(),
        sources: args.map(|s| s.parse().unwrap()).collect(),
        client: ingest::ClientOptions::default(),
        build: search_index::BuildOptions::default(),
    };
    match ingest::rebuild(options, Arc::new(ingest::NoProgress), tokio_util::sync::CancellationToken::new()).await {
        Ok(r) => println!("{r:#?}"),
        Err(e) => { let mut e: &dyn std::error::Error = &e; loop { println!("{e}"); match e.source() { Some(s) => e = s, None => break } } }
    }
}
