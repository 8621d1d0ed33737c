name, age = "Ada", 36
print(f"{name!r:>8} is {age + 1}")
