shelf = ["tea", "", "rice"]

for item in shelf:
    if item:
        print(item)
print("closed")
