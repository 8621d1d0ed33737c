greeting = "Hello"

def outer():
    name = "World"
    def inner():
        mark = "!"
        print(greeting, name + mark)
    inner()

outer()
