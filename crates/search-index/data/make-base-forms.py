#!/usr/bin/env python3
"""Makes the table of base forms from a Hunspell dictionary of French: `make-base-forms.py FR.AFF FR.DIC EXCEPTIONS`.

Prints `form<TAB>base form`, both folded (lower case, no accents, œ as oe), sorted, for each form. Of several base forms a
noun's comes before an adjective's, and a verb's last (`liste`, `carte`, `vote` are nouns); of one kind, the nearest to the
form. But a feminine that is a noun too (`départementale`, the road) has its masculine: the exceptions name the nouns that
stand for themselves. A participle in the feminine has the base form of the masculine, which may look like another word
(`basé`, `base`). A plural has the base form of its singular. Proper names are left out: they are their own base form.
"""

import re
import sys
import unicodedata
from collections import defaultdict

WORD = re.compile(r"[a-z]{2,}")
PROPER_NAMES = ("po:npr", "po:patr", "po:prn")


def folded(word):
    word = word.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def read_suffixes(path):
    """Returns by flag the rules that make a form of a word: what is stripped, what is added, when, and its tags."""
    suffixes = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":
            _, flag, strip, add, condition, *tags = parts
            add = add.split("/")[0]
            ends = re.compile(f"(?:{condition})$")
            suffixes[flag].append(("" if strip == "0" else strip, "" if add == "0" else add, ends, " ".join(tags)))
    return suffixes


def forms(path, suffixes):
    """Yields each form of each word, with the word and the tags of both."""
    for line in open(path, encoding="utf-8"):
        match = re.match(r"([^\s/]+)(?:/(\S+))?\s*(.*)", line.rstrip("\n"))
        if not match:
            continue
        word, flags, tags = match.groups()
        yield word, word, tags
        flags = flags or ""
        for flag in (flags[at : at + 2] for at in range(0, len(flags), 2)):
            for strip, add, ends, own_tags in suffixes.get(flag, []):
                if word.endswith(strip) and ends.search(word):
                    yield word[: len(word) - len(strip)] + add, word, f"{tags} {own_tags}"


def rank(tags):
    """Returns which of several base forms is meant: the smaller one."""
    if "po:nom" in tags:
        return 0
    if "po:adj" in tags and "po:ppas" not in tags:
        return 1
    return 3 if re.search(r"po:v\d", tags) else 2


def best_bases(all_forms):
    best, feminines, participles, participle_forms = {}, {}, {}, {}
    for form, word, tags in all_forms:
        if word[0].isupper() and "is:pl" in tags:
            continue  # `Bornes`, mountains: the plural of `borne` is meant
        form, word = folded(form), folded(word)
        is_word = WORD.fullmatch(form) and WORD.fullmatch(word)
        if not is_word or any(name in tags for name in PROPER_NAMES):
            continue
        common = next((at for at, (a, b) in enumerate(zip(form, word)) if a != b), min(len(form), len(word)))
        if "po:ppas" in tags and not re.search(r"is:(fem|pl)", tags):
            participles[word] = form
        elif "po:ppas" in tags:
            participle_forms[form] = word
        elif "po:adj" in tags and form != word and "is:fem" in tags:
            feminines[form] = word
        key = (rank(tags), form != word, len(form) + len(word) - 2 * common, word)
        if form not in best or key < best[form]:
            best[form] = key
    bases = {form: key[-1] for form, key in best.items()}
    bases |= {form: word for form, word in feminines.items() if bases[form] == form}
    for form, verb in participle_forms.items():
        participle = participles.get(verb)
        if bases.get(form) == verb and participle in bases:
            bases[form] = bases[participle]
    return bases


def main():
    suffixes = read_suffixes(sys.argv[1])
    bases = best_bases(forms(sys.argv[2], suffixes))
    for form in bases:
        if bases[form] != form and form.endswith(("s", "x")) and form[:-1] in bases:
            bases[form] = bases[form[:-1]]
    for line in open(sys.argv[3], encoding="utf-8"):
        words, found, base = line.split("#")[0].partition("=")
        if found:
            for word in words.split():
                bases[folded(word)] = folded(base.strip())
    for form in bases:
        seen = {form}
        while bases.get(bases[form], bases[form]) not in seen | {bases[form]}:
            seen.add(bases[form])
            bases[form] = bases[bases[form]]
    for form, base in sorted(bases.items()):
        print(f"{form}\t{base}")


if __name__ == "__main__":
    main()
