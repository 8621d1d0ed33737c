count = 10

def show():
    print(count)
    count = 11

show()
