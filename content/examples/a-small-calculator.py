while True:
    line = input("> ")
    if not line:
        break
    print(eval(line))
print("bye")
