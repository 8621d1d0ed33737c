/** Where a page of this site is, under whatever base it is served from: url('chapters/x/') → '/base/chapters/x/'. */
export function url(path: string): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + '/' + path.replace(/^\//, '');
}
