"""Builds the programs, lets them index and serve, and asks them."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_UNTIL_READY = 60
# The list of sitemaps says when the index was published, exactly as other answers do.
PUBLISHED_AT = re.compile(rb"<lastmod>(.*?)</lastmod>")


def cache():
    """The folder of programs that were built before: a revision is built once."""
    folder = Path(os.environ.get("TROUVAILLE_COMPARE_CACHE", ROOT / "target/compare"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def commit_of(revision):
    return output("git", "rev-parse", "--verify", f"{revision}^{{commit}}")


def program_of(commit):
    """Returns the program as it is at a commit, which is built unless that was done before."""
    program = cache() / commit / "trouvaille"
    if not program.exists():
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder, "tree")
            run("git", "worktree", "add", "--quiet", "--detach", tree, commit)
            try:
                built = build(tree, cache() / "build")
            finally:
                run("git", "worktree", "remove", "--force", tree)
        program.parent.mkdir(exist_ok=True)
        # Under another name first: what is there is whole.
        shutil.copy2(built, program.with_suffix(".new"))
        program.with_suffix(".new").rename(program)
    return program


def program_of_work_tree():
    return build(ROOT, Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")))


def build(tree, target):
    run("cargo", "build", "--release", "--locked", "--quiet", "--package", "trouvaille", "--manifest-path", tree / "Cargo.toml",
        env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    return target / "release/trouvaille"


def sources(catalogue, chosen):
    """Returns what to index: records in all the shapes that there are. A record is taken from the first source that has it:
    the sample's have badges and resources, which most of the catalogue's lack."""
    if chosen:
        return chosen
    sample = [ROOT / "index/sample.jsonl"]
    if catalogue is None or not catalogue.exists():
        return sample
    return [*sample, catalogue / "datasets.jsonl.zst", catalogue / "dataservices-keyed.jsonl.zst"]


def rebuild(program, index, from_sources):
    flags = [flag for source in from_sources for flag in ("--source", source)]
    run(program, "rebuild-index", "--index", index, *flags, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@dataclass
class Answer:
    """What a server answered: the body without its compression, the headers' names in lower case."""

    status: int
    headers: dict
    body: bytes


class Server:
    """A program that serves an index for as long as it is needed."""

    def __init__(self, program, index, public_url):
        self.port = free_port()
        address = f"127.0.0.1:{self.port}"
        arguments = [program, "serve", "--index", index, "--listen", address, "--public-url", public_url]
        self.process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
        self.published_at = b""
        self.connection = http.client.HTTPConnection(address, timeout=60)

    def __enter__(self):
        for _ in range(SECONDS_UNTIL_READY * 20):
            try:
                if self.request("GET", "/readyz").status == 200:
                    self.published_at = PUBLISHED_AT.search(self.request("GET", "/sitemap.xml").body)[1]
                    return self
            except ConnectionError:
                self.connection.close()
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with exit code {self.process.returncode}")
            time.sleep(0.05)
        raise SystemExit(f"the server on port {self.port} does not become ready")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, question):
        """Returns the answer to a question; the second one, where it is about what the server said of the first."""
        headers = dict(question.headers)
        if question.known_by:
            known = self.request("GET", question.address, headers)
            header, request_header = question.known_by
            headers[request_header] = known.headers.get(header, "")
        answer = self.request(question.method, question.address, headers)
        answer.body = answer.body.replace(self.published_at, b"(when the index was published)")
        return answer

    def request(self, method, address, headers=None):
        self.connection.request(method, address, headers=headers or {})
        response = self.connection.getresponse()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(response.status, headers, body)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(*arguments, **options):
    subprocess.run([str(argument) for argument in arguments], cwd=ROOT, check=True, **options)


def output(*arguments):
    return subprocess.run(arguments, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
