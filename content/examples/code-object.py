def area(width, height=1):
    half = 0.5
    return width * height * half

code = area.__code__
print("variables", code.co_varnames)
print("constants", code.co_consts)
print("stack    ", code.co_stacksize)
print("bytes    ", len(code.co_code))

print("defaults ", area.__defaults__)
