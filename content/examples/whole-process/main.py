import prices

basket = ["tea", "rice", "tea"]
total = 0
for item in basket:
    total += prices.of(item)

print("total", total)
