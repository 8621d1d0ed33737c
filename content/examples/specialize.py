import dis

def total(prices):
    sum = 0
    for price in prices:
        sum += price
    return sum

def show():
    for row in dis.get_instructions(total, adaptive=True):
        print(f"{row.offset:>3}  {row.opname}")

show()
for _ in range(200):
    total([4, 3, 9])
print("after 200 calls")
show()
