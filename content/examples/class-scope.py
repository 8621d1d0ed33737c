rate = 2

class Shop:
    rate = 5
    prices = [rate * n for n in (1, 2)]

    def double(self):
        return rate * 2

print(Shop.prices, Shop().double())
