import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** What a newer version has kept on a device is not read by an older one, nor the other way. */
const VERSION = createHash('sha256')
  .update(readFileSync('openapi.json'))
  .digest('hex')
  .slice(0, 12);

/** Where the API serves the dashboard. */
const BASE = '/app/';

export default defineConfig({
  root: import.meta.dirname,
  base: BASE,
  // The shape of kept answers follows the API.
  define: { __VERSION__: JSON.stringify(VERSION) },
  plugins: [
    react(),
    VitePWA({
      // An open sheet is not taken away by an update: the person is asked.
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        id: BASE,
        name: 'Coach sessions',
        short_name: 'Sessions',
        description: 'Training sessions, counted and explained',
        start_url: BASE,
        scope: BASE,
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#0b6e69',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: 'icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png}'],
        navigateFallback: `${BASE}index.html`,
        navigateFallbackAllowlist: [/^\/app\//],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: {
    outDir: 'dist',
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Its source maps would be most of what is served, and hold nothing that is secret.
    sourcemap: false,
    manifest: true,
    reportCompressedSize: false,
    // What the first page needs is one file: in pieces, by which later part needs them too, it
    // would be compressed worse, by a kilobyte for every few parts.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
    // Before it is compressed; test/product/bundle.spec.ts says how large it may be afterwards.
    chunkSizeWarningLimit: 700,
  },
  // `npm run dev:dashboard` beside `npm start`.
  server: { host: '127.0.0.1', proxy: { '/api': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
