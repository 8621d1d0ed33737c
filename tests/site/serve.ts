/** A small static server for the built site: enough for the tests and for a look at it on one's own machine. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface Site {
  /** Without a slash at its end: `http://127.0.0.1:4321`. */
  origin: string;
  close(): Promise<void>;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Serves `folder` until closed; port 0 takes any that is free. */
export async function serve(folder: string, port = 0): Promise<Site> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(folder, normalize(decodeURIComponent(pathname)));
    let file = path.endsWith('/') ? join(path, 'index.html') : path;
    let status = 200;
    if (!(await isFile(file))) {
      if (await isFile(join(path, 'index.html'))) {
        response.writeHead(301, { location: pathname + '/' }).end();
        return;
      }
      file = join(folder, '404.html');
      status = 404;
    }
    response.writeHead(status, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

if (import.meta.main) {
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  const site = await serve(dist, Number(process.env.PORT ?? 4321));
  console.log(`How Python Runs Your Code: ${site.origin}/`);
}
