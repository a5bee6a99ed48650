import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { getStudio } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { SignInPage } from './sign-in-page.js';

const ForgottenPage = lazy(() => import('./forgotten-page.js'));
const SetUpPage = lazy(() => import('./set-up-page.js'));
const WelcomePage = lazy(() => import('./welcome-page.js'));

/** Whether it is the page of a link that sets a password. */
export function isWelcome(path: string): boolean {
  return path === '/welcome';
}

/** What somebody sees who is not signed in: the sign-in, or what comes before one is possible. */
export function Entrance() {
  const [path] = useLocation();
  const { needsSetup, leaveSetup, sendsMail } = useStudioBefore();
  return <Suspense fallback={null}>{page()}</Suspense>;

  function page() {
    if (isWelcome(path)) return <WelcomePage />;
    if (path === '/forgotten') return <ForgottenPage />;
    if (needsSetup) return <SetUpPage onSignIn={leaveSetup} />;
    return <SignInPage sendsMail={sendsMail} />;
  }
}

const UNKNOWN = { needsSetup: false, sendsMail: false };

/** Asked each time that nobody is signed in; without an answer the sign-in is there. */
function useStudioBefore() {
  const [studio, setStudio] = useState(UNKNOWN);
  useEffect(() => {
    const leaving = new AbortController();
    ask(getStudio({ signal: leaving.signal })).then(setStudio, () => undefined);
    return () => leaving.abort();
  }, []);
  return { ...studio, leaveSetup: () => setStudio({ ...studio, needsSetup: false }) };
}
