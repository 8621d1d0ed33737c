"""Strings and a dictionary."""

text = "the quick brown fox jumps over the lazy dog " * 20_000
for _ in range(40):
    count = {}
    for word in text.split():
        count[word] = count.get(word, 0) + 1
