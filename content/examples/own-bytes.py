# This program reads the file it was started from.
with open(__file__, "rb") as file:
    data = file.read()

print(len(data), "bytes")
print(data[:14])
print(list(data[:14]))
