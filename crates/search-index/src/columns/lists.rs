//! Many short lists in two flat arrays.

/// List `n` is `items[starts[n]..starts[n + 1]]`.
#[derive(Debug)]
pub(crate) struct Lists<T = u32> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T: Copy> Lists<T> {
    pub fn push(&mut self, list: &[T]) {
        self.items.extend_from_slice(list);
        self.starts.push(self.items.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn get(&self, n: u32) -> &[T] {
        let n = n as usize;
        &self.items[self.starts[n] as usize..self.starts[n + 1] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        let ends = self.starts.windows(2);
        ends.map(|pair| &self.items[pair[0] as usize..pair[1] as usize])
    }

    /// Returns the bytes that the arrays take.
    pub fn n_bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.items.capacity() * size_of::<T>()
    }

    pub fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}

impl Lists {
    /// Returns for each number below `n_items` the lists that hold it, in order.
    pub fn inverted(&self, n_items: usize) -> Self {
        let mut starts = vec![0u32; n_items + 1];
        for item in &self.items {
            starts[*item as usize + 1] += 1;
        }
        for item in 1..starts.len() {
            starts[item] += starts[item - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0; self.items.len()];
        for (list, holds) in self.iter().enumerate() {
            for item in holds {
                let end = &mut next[*item as usize];
                items[*end as usize] = list as u32;
                *end += 1;
            }
        }
        Self { starts, items }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverted_lists_say_who_holds_a_number() {
        let mut lists = Lists::default();
        for list in [&[][..], &[0, 2], &[2], &[1, 2]] {
            lists.push(list);
        }
        let inverted = lists.inverted(4);
        let held: Vec<&[u32]> = inverted.iter().collect();
        assert_eq!(held, [&[1][..], &[3], &[1, 2, 3], &[]]);
    }
}
