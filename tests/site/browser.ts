/** Finds a Chromium to test with: CHROMIUM, then Playwright's own, then the system's. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';

const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** The browser's program, or undefined where this machine has none. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env.CHROMIUM,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find(path => path !== undefined && path !== '' && existsSync(path));
}

export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found. Install one with `npx playwright install chromium`, or name one in CHROMIUM.');
  return chromium.launch({ executablePath, args });
}
