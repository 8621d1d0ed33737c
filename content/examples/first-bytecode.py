price = 40
print("total", price + 2)
