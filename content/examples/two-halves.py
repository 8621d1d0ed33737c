source = 'print("Hello World")'

code = compile(source, "hello.py", "exec")
print(type(code).__name__, "of", len(code.co_code), "bytes")

exec(code)
exec(code)
