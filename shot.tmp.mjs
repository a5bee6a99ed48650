import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const axe = readFileSync('node_modules/axe-core/axe.min.js','utf8');
const [,, who='ana', paths='/', scheme='light', w='390', h='844', locale='en-GB'] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync'] });
const c = await b.newContext({ viewport: { width: +w, height: +h }, colorScheme: scheme, locale, bypassCSP: true, serviceWorkers: 'block', hasTouch: true });
const p = await c.newPage();
p.on('console', m => { if (m.type()==='error') console.log('console', m.text().slice(0,300)); });
p.on('pageerror', e => console.log('pageerror', e.message.slice(0,500)));
const base = process.env.BASE ?? 'http://127.0.0.1:4721';
const check = async (name) => { await p.waitForTimeout(600); await p.screenshot({ path: `/tmp/shots/me/${name}-${scheme}-${w}.png` }); await p.evaluate(axe); const r = await p.evaluate(() => axe.run()); for (const v of r.violations) console.log(name, scheme, v.id, v.nodes.map(n=>n.html.slice(0,140)+' '+(n.any[0]?.message??'')).slice(0,4)); };
await p.goto(base + '/app/');
if (who === 'none') { await check('signin'); } else {
await p.getByRole('textbox', { name: /mail/i }).fill(who + '@example.com');
await p.locator('input[name=password]').fill('training-day');
await p.getByRole('button', { name: /sign in|anmelden/i }).click();
await p.waitForSelector('nav');
for (const path of paths.split(',')) { const [url, click] = path.split('>'); await p.goto(base + '/app' + url); await p.waitForLoadState('networkidle').catch(()=>{}); await p.waitForTimeout(800);
 if (click) { for (const one of click.split('+')) { await p.getByRole('button', { name: one }).first().click(); await p.waitForTimeout(500);} }
 await check((who+url+(click??'')).replace(/[^a-z0-9]+/gi,'_')); }
}
await b.close();
