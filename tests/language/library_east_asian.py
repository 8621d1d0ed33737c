"""codecs: the East Asian encodings of one or two bytes a character"""
import codecs
for n in 'shift_jis cp932 euc_jp euc_kr gb2312'.split():
    for t in ('漢字かなカナ~\\','한국어','中文简体', '繁體中文', '€é〜−', 'Ωж'):
        try: b=t.encode(n); r=(b, b.decode(n)==t)
        except UnicodeError as e: r=e
        print(n, r)
    d=codecs.getincrementaldecoder(n)(); 
    try:
        x='漢字'.encode(n); print([d.decode(x[i:i+1]) for i in range(len(x))]+[d.decode(b'',True)])
    except UnicodeError as e: print(e)
    for bad in (b'a\xffb', b'\x81', b'\x81\x20z'):
        try: print(bad.decode(n))
        except UnicodeError as e: print(e)
        print(ascii(bad.decode(n,'replace')), ascii(bad.decode(n,'ignore')))
    print('☃x𐍈'.encode(n,'replace'), '☃x𐍈'.encode(n,'xmlcharrefreplace'))
