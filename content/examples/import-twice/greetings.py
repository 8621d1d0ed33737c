print("(the body of greetings runs)")

def hello(name):
    return f"Hello {name}"
