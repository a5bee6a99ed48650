import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/global.css';
import { createRoot } from 'react-dom/client';
import { setUpClient } from './api/client.js';
import { startSignOuts } from './api/sign-outs.js';
import { App } from './app.js';
import { loadTexts } from './texts/texts.js';
import { part } from './ui/part.js';
import { recoverFromUpgrade } from './ui/upgrade.js';

recoverFromUpgrade();
setUpClient();
startSignOuts();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
// No top-level await: what is loaded needs parts of the file that would wait for it.
void part(loadTexts).then(() => {
  createRoot(root).render(<App />);
});
