"""os, tarfile: links, permissions, owners, times, directories by descriptor"""
import os,tempfile,shutil,pathlib,stat
d=tempfile.mkdtemp(); os.chdir(d)
open('a','w').write('hi'); os.symlink('a','l'); os.mkdir('x'); os.symlink('../a','x/up'); os.symlink('loop','loop'); os.link('a','h')
print(sorted(os.listdir()), os.readlink('l'), os.path.islink('l'), open('l').read(), open('x/up').read(), os.path.realpath('x/up')==os.path.realpath('a'), os.stat('a').st_nlink, os.lstat('l').st_mode==0o120777)
for f in (lambda: open('loop'), lambda: os.symlink('a','l'), lambda: os.readlink('a'), lambda: os.readlink('zz'), lambda: os.link('zz','q'), lambda: os.chmod('zz',1), lambda: os.utime('zz')):
    try: f()
    except OSError as e: print(type(e).__name__, e)
open('l','a').write('!'); print(open('a').read(), open('h').read())
os.chmod('a',0o600); print(oct(os.stat('a').st_mode)); os.utime('a',(5,7.5)); print(os.stat('a').st_mtime, os.stat('a').st_atime_ns)
os.utime('a', ns=(1000002003,2)); print(os.stat('a').st_atime_ns, os.stat('a').st_mtime_ns)
os.symlink('x','dl'); os.remove('loop'); print(os.path.isdir('dl'), [ (e.name,e.is_symlink(),e.is_dir()) for e in sorted(os.scandir('.'),key=lambda e:e.name)])
os.mkdir('dl/y'); print(os.listdir('x'), os.path.samefile('a','h'), os.path.abspath('dl/..')==os.getcwd())
print(os.stat('dl/../a').st_size, [ (r,sorted(ds),sorted(fs)) for r,ds,fs in os.walk('.')][0])
fd=os.open('x',os.O_RDONLY); print(sorted(os.listdir(fd)), os.stat('up',dir_fd=fd).st_size); os.mkdir('n',dir_fd=fd); os.rmdir('n',dir_fd=fd); os.close(fd)
old=os.umask(0o077); os.close(os.open('m',os.O_CREAT|os.O_WRONLY,0o666)); os.mkdir('md'); print(oct(os.stat('m').st_mode), oct(os.stat('md').st_mode)); os.umask(old)
fd,n=tempfile.mkstemp(dir='.'); print(oct(os.stat(n).st_mode)); os.close(fd)
print([sorted(f) for r,_,f,_ in os.fwalk('x')], pathlib.Path('x/up').resolve().name, pathlib.Path('l').readlink())
shutil.copy2('a','c2'); print(os.stat('c2').st_mtime_ns, shutil.copytree('x','x2',symlinks=True), os.path.islink('x2/up')); os.remove('l'); print(os.path.exists('l'), os.path.lexists('c2'))
os.chdir('/'); shutil.rmtree(d); print(os.path.exists(d), os.supports_dir_fd.__len__()>5)
import os,tempfile
d=tempfile.mkdtemp(); os.chdir(d); open('f','w').close()
for f in (lambda: os.chown('f',-1,-1), lambda: os.chown('zz',0,0), lambda: open('g/','w'), lambda: open('f/'), lambda: open('g/'), lambda: os.lchown('f',0,0)):
    try: print(f())
    except OSError as e: print(type(e).__name__, e)
import tarfile,io
b=io.BytesIO()
with tarfile.open(fileobj=b,mode='w:gz') as t: t.add('f')
b.seek(0); os.mkdir('o')
with tarfile.open(fileobj=b) as t: t.extractall('o', filter='data'); print(t.getnames(), os.listdir('o'))
