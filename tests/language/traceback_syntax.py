print('not reached')
if True:
    x = (1 +
print(x)
