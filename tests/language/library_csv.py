import csv,io
print(list(csv.reader(['a,b,"c d","e""f"\n','1,,3\r\n','"multi\n','line",x\n'])))
for q in range(6):
  for row in ([None],[''],['',None],[None,'a',1,1.5],[3+1j]):
    s=io.StringIO()
    try: csv.writer(s,quoting=q).writerow(row); print(q,row,repr(s.getvalue()))
    except Exception as e: print(q,row,type(e),e)
for a in (dict(delimiter=''),dict(delimiter=None),dict(delimiter=3),dict(quotechar='ab'),dict(quoting='x'),dict(quoting=9),dict(escapechar=4),dict(lineterminator=4),dict(foo=1),dict(delimiter='\n'),dict(delimiter=',',quotechar=','),dict(quotechar=None,quoting=1)):
  try: csv.reader([],**a)
  except Exception as e: print(a,type(e),e)
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter)
s=io.StringIO(); w=csv.DictWriter(s,['x','y']); w.writeheader(); w.writerow({'x':1,'y':'q"q'}); print(s.getvalue()); print(list(csv.DictReader(io.StringIO(s.getvalue()))))
print(csv.list_dialects(), csv.get_dialect('excel').lineterminator)
