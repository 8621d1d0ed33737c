def countdown(n):
    print("  the generator starts")
    while n > 0:
        yield n
        print("  ... and continues after", n)
        n -= 1

for number in countdown(2):
    print("the loop got", number)
print("done")
