import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { getStudio } from '../api/generated/sdk.gen.js';
import type { StudioDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { SignInPage } from './sign-in-page.js';
import { part } from '../ui/part.js';
import { keepStudioColor } from '../ui/studio-color.js';

const ConfirmPage = lazy(() => part(() => import('./confirm-page.js')));
const ForgottenPage = lazy(() => part(() => import('./forgotten-page.js')));
const SetUpPage = lazy(() => part(() => import('./set-up-page.js')));
const WelcomePage = lazy(() => part(() => import('./welcome-page.js')));

/** Whether it is the page of a link that somebody was sent. */
export function isOfLink(path: string): boolean {
  return path === '/welcome' || path === '/confirm';
}

/** What somebody sees who is not signed in: the sign-in, or what comes before one is possible. */
export function Entrance() {
  const [path] = useLocation();
  const { needsSetup, leaveSetup, ...studio } = useStudioBefore();
  return <Suspense fallback={null}>{page()}</Suspense>;

  function page() {
    if (path === '/welcome') return <WelcomePage />;
    if (path === '/confirm') return <ConfirmPage />;
    if (path === '/forgotten') return <ForgottenPage />;
    if (needsSetup) return <SetUpPage onSignIn={leaveSetup} />;
    return <SignInPage {...studio} />;
  }
}

type StudioBefore = Pick<StudioDto, 'needsSetup' | 'sendsMail' | 'name'>;

const UNKNOWN: StudioBefore = { needsSetup: false, sendsMail: false, name: null };

/** Asked each time that nobody is signed in; without an answer the sign-in is there. */
function useStudioBefore() {
  const [studio, setStudio] = useState(UNKNOWN);
  useEffect(() => {
    const leaving = new AbortController();
    ask(getStudio({ signal: leaving.signal })).then(
      ({ needsSetup, sendsMail, name, color }) => {
        setStudio({ needsSetup, sendsMail, name });
        void keepStudioColor(color);
      },
      () => undefined,
    );
    return () => leaving.abort();
  }, []);
  return { ...studio, leaveSetup: () => setStudio({ ...studio, needsSetup: false }) };
}
