import os

with open("note.txt", "w") as file:
    file.write("tea\nrice\n")

print(os.stat("note.txt").st_size, "bytes in the file")

name = input("Your name? ")
os.write(1, f"Hello {name}\n".encode())
