import importlib.util
import marshal

source = 'price = 40\nprint("total", price + 2)\n'
code = compile(source, "price.py", "exec")
body = marshal.dumps(code)

print(importlib.util.cache_from_source("price.py"))
print("magic", int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little"))
print(len(body), "bytes of code")

exec(marshal.loads(body))
