import dis

def total(prices):
    sum = 0
    for price in prices:
        sum += price
    return sum

def show():
    for step in dis.get_instructions(total, adaptive=True):
        if step.opname != step.baseopname:
            print("  ", step.baseopname, "→", step.opname)

for prices in [], [3], [4, 5], [0.5] * 60:
    print(total(prices), "is the total of", len(prices))
    show()
