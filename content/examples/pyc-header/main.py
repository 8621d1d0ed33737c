import struct
import greetings

with open(greetings.__cached__, "rb") as file:
    data = file.read()

magic, newline, flags, time, size = struct.unpack("<H2sIII", data[:16])
print("magic", magic, newline)
print("flags", flags)
print("time ", time)
print("size ", size, "bytes of source")
print("code ", len(data) - 16, "bytes")
