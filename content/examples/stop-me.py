n = 0
while True:
    n += 1
    if n % 500_000 == 0:
        print(f"{n:,} times around")
