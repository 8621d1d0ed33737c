def total(price, tax):
    return price + price * tax

print(total(40, 0.5))
print(total("ha", 3))
