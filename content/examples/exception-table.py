def safe(text):
    try:
        return int(text)
    except ValueError:
        return 0

print(safe("42"), safe("forty-two"))
