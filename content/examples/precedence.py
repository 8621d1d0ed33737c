print(2 + 3 * 4 ** 2)
