basket = {"tea": 4, "rice": 3, "honey": 9}

total = 0
for item, price in basket.items():
    print(f"{item:<6} {price:>3}")
    total += price

print(f"{'total':<6} {total:>3}")
