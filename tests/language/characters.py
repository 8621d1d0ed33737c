# What str methods say of characters, in Unicode 16: hashes of their answers for all of the first three planes and the last.
EVERYTHING = ''.join(map(chr, [*range(0xd800), *range(0xe000, 0x33500), *range(0xe0000, 0xe0200)]))

for name in ('isalpha', 'isdecimal', 'isdigit', 'isnumeric', 'isalnum', 'isupper', 'islower', 'istitle', 'isspace', 'isprintable', 'isidentifier'):
    print(name, hash(bytes(map(getattr(str, name), EVERYTHING))))
for name in ('upper', 'lower', 'title', 'casefold', 'capitalize', 'swapcase'):
    print(name, hash(getattr(str, name)(EVERYTHING)), hash(tuple(map(getattr(str, name), EVERYTHING[:0x20000]))))
for text in 'ὈΔΥΣΣΕΎΣ', 'ΑΣ', "Σ'", 'aΣ', "AΣ'B", "AΣ'", 'ǆ ǅ Ǆ', 'ﬁ ﬀ ß ẞ', 'İı', 'ⓐ Ⅷ', 'Ა ა', 'ꮳ Ꮳ', '\u1c89\ua7cb':
    print(ascii(text), *(ascii(f(text)) for f in (str.lower, str.upper, str.title, str.casefold, str.capitalize, str.swapcase)))
print(int('١٢٣'), float('१.५'), int('𝟗𝟘'))
