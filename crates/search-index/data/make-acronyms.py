#!/usr/bin/env python3
"""Finds acronyms and what they stand for in a catalogue: `zstdcat datasets.jsonl.zst | make-acronyms.py FR.AFF FR.DIC`.

Three patterns, in titles, producers' names and descriptions: words before an acronym in brackets, words behind an acronym
(in brackets, or after a colon or a dash), and a record's own acronym with the words of its title. The letters of the
acronym must be the first letters of the words, in order; a word may give several, a small word none. A pair is kept where
two producers write it, or where it is long enough not to be chance, unless the acronym is a common word; of several
meanings those that are not much rarer than the first. Each line: the acronym, its words, how many producers write both
together, and whether it is a word of the language too, and mostly written in small letters (`word`, else `acronym`).
"""

import importlib.util
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

SMALL_WORDS = set(
    "a à au aux avec ce ces d dans de des du en et l la le les leur ou où par pour qu que qui s sa se ses son sous sur un une"
    .split()
)
DESCRIPTION_CHARS = 3_000
BRACKETED = re.compile(r"\(\s*([A-Z][A-Za-z0-9&.\-]{1,11})\s*\)")
LEADING = re.compile(r"\b([A-Z][A-Za-z&\-]{0,2}[A-Z0-9][A-Za-z0-9&\-]{0,8})\s*(?:\(|:|–|-|=)\s*")
# Addresses and names of columns are in small letters whatever they say.
ADDRESS = re.compile(r"\S*[/@_:]\S*|\S+\.\S+")
# Legal forms and cells of tables: one or two letters stand for too much.
LEAST_LETTERS = 3
LEAST_PRODUCERS_OF_TWO_LETTERS = 10


def fold(text):
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'").lower()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words_of(text):
    return [(match.group(0), match.start(), match.end()) for match in re.finditer(r"\w+", text)]


def letters_of(acronym):
    return re.sub(r"[^a-z0-9]", "", fold(acronym))


def stands_for(acronym, words):
    """Says whether the acronym's letters are first letters of the words, in order, and every word gives some."""
    letters, words = letters_of(acronym), [fold(word) for word in words]

    @cache
    def fits(word, letter):
        if word == len(words):
            return letter == len(letters)
        if words[word] in SMALL_WORDS and fits(word + 1, letter):
            return True
        taken = 0
        while letter + taken < len(letters) and words[word][taken : taken + 1] == letters[letter + taken]:
            taken += 1
            if fits(word + 1, letter + taken):
                return True
        return False

    return fits(0, 0)


def is_small(word):
    return fold(word) in SMALL_WORDS


def words_before(acronym, text):
    words = words_of(text)
    for n_words in range(2, min(len(words), 2 * len(acronym) + 3) + 1):
        last = words[-n_words:]
        if not is_small(last[0][0]) and stands_for(acronym, [word for word, _, _ in last]):
            return text[last[0][1] : last[-1][2]]
    return None


def words_behind(acronym, text):
    words = words_of(text[:160])
    for n_words in range(2, min(len(words), 14) + 1):
        first = words[:n_words]
        if not is_small(first[-1][0]) and stands_for(acronym, [word for word, _, _ in first]):
            return text[first[0][1] : first[-1][2]]
    return None


def pairs_of(record):
    producer = (record.get("organization") or {}).get("name") or ""
    title = record.get("title") or ""
    for text in (title, producer, (record.get("description") or "")[:DESCRIPTION_CHARS]):
        for match in BRACKETED.finditer(text):
            yield match.group(1).replace(".", ""), words_before(match.group(1), text[: match.start()])
        for match in LEADING.finditer(text):
            yield match.group(1), words_behind(match.group(1), text[match.end() :])
    acronym = (record.get("acronym") or "").strip()
    if 2 <= len(acronym) <= 12:
        for word, start, _ in words_of(title):
            found = None if is_small(word) else words_behind(acronym, title[start:])
            if found:
                yield acronym, found
                break


def key_of(words):
    """What the spellings of one expansion share: no small words, no plural."""
    return " ".join(re.sub(r"[sx]$", "", word) for word in re.findall(r"\w+", fold(words)) if word not in SMALL_WORDS)


def is_clean(words):
    return re.fullmatch(r"[^\W\d_]+(?:[ '’\-]+[^\W\d_]+)+", words) is not None


def french_words(affixes, dictionary):
    """Returns all forms of the words of a Hunspell dictionary, folded."""
    path = Path(__file__).with_name("make-base-forms.py")
    spec = importlib.util.spec_from_file_location("make_base_forms", path)
    base_forms = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(base_forms)
    forms = base_forms.forms(dictionary, base_forms.read_suffixes(affixes))
    # `CAS` is listed as an acronym.
    return {base_forms.folded(form) for form, word, _ in forms if word.islower()}


def main():
    french = french_words(*sys.argv[1:3])
    producers = defaultdict(lambda: defaultdict(set))
    spellings = defaultdict(Counter)
    in_small_letters, in_capitals = Counter(), Counter()
    for line in sys.stdin:
        record = json.loads(line)
        text = f"{record.get('title')} {(record.get('description') or '')[:DESCRIPTION_CHARS]}"
        for word in set(re.findall(r"\w+", ADDRESS.sub(" ", text))):
            # A word with a capital in front may begin a sentence: it says neither.
            if word.islower() or word.isupper():
                (in_small_letters if word.islower() else in_capitals)[letters_of(word).upper()] += 1
        producer = (record.get("organization") or {}).get("id") or record.get("id")
        for acronym, words in pairs_of(record):
            if words is None or not is_clean(words):
                continue
            acronym, words = letters_of(acronym).upper(), words.replace("’", "'").lower()
            if acronym and not acronym.isdigit():
                producers[acronym][key_of(words)].add(producer)
                spellings[acronym, key_of(words)][words] += 1
    for acronym, by_key in sorted(producers.items()):
        # `adresse`, `sage`, `été`: a word of the language before it is an acronym.
        is_word = in_small_letters[acronym] > in_capitals[acronym]
        if is_word and len(acronym) > LEAST_LETTERS:
            continue
        most = max(len(ids) for ids in by_key.values())
        if len(acronym) < LEAST_LETTERS and most < LEAST_PRODUCERS_OF_TWO_LETTERS:
            continue
        for key, ids in sorted(by_key.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            is_sure = len(ids) >= 2 or (len(acronym) >= 4 or len(key.split()) >= 3)
            if len(key.split()) >= 2 and is_sure and len(ids) * 5 >= most:
                words = max(spellings[acronym, key].items(), key=lambda pair: (pair[1], pair[0]))[0]
                kind = "word" if is_word and acronym.lower() in french else "acronym"
                print(acronym, words, len(ids), kind, sep="\t")


if __name__ == "__main__":
    main()
