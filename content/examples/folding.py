day = 24 * 60 * 60
word = "ab" * 3
huge = 2 ** 200

if day in [3600, 86400]:
    print(word, huge)
