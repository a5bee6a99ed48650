import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Router } from 'wouter';
import { useUser } from './api/account.js';
import { SignInPage } from './account/sign-in-page.js';
import { SignedIn } from './signed-in.js';
import { ErrorBoundary } from './ui/error-boundary.js';
import { readableColors, theme } from './ui/theme.js';
import { UpdateNotice } from './ui/update-notice.js';

/** The whole app: signed in or not. */
export function App() {
  const user = useUser();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
      <Notifications position="bottom-center" limit={6} containerWidth={480} />
      <UpdateNotice />
      <ErrorBoundary>
        <Router base="/app">
          {/* The key discards all state of the person before. */}
          {user ? <SignedIn key={user.id} user={user} /> : <SignInPage />}
        </Router>
      </ErrorBoundary>
    </MantineProvider>
  );
}
