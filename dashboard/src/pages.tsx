import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { AccountPage } from './account/account-page.js';
import type { UserDto } from './api/generated/types.gen.js';
import { MemberPage } from './member/member-page.js';
import { MembersPage } from './members/members-page.js';
import { NotFound } from './shell/not-found.js';
import { ListSkeleton } from './ui/states.js';
import { part } from './ui/part.js';

const ActivityPage = lazy(() => part(() => import('./activity/activity-page.js')));
const OverviewPage = lazy(() => part(() => import('./overview/overview-page.js')));
const BackgroundPage = lazy(() => part(() => import('./background/background-page.js')));
const PeoplePage = lazy(() => part(() => import('./people/people-page.js')));
const SettingsPage = lazy(() => part(() => import('./settings/settings-page.js')));
const ReceiptPage = lazy(() => part(() => import('./member/receipt-page.js')));
const PersonPage = lazy(() => part(() => import('./people/person-page.js')));

/** The page of a URL. The pages that most people open first are in the first bundle. */
export function Pages({ user }: { readonly user: UserDto }) {
  if (user.role === 'member') return <OwnPages user={user} />;
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Switch>
        <Route path="/">
          <MembersPage user={user} />
        </Route>
        <Route path="/members/:id">
          {({ id }) =>
            isId(id) ? <MemberPage key={id} memberId={Number(id)} user={user} /> : <NotFound />
          }
        </Route>
        {receiptPage(user)}
        <Route path="/members">
          <Redirect to="/" replace />
        </Route>
        <Route path="/activity">
          <ActivityPage user={user} />
        </Route>
        <Route path="/overview">
          <OverviewPage user={user} />
        </Route>
        <Route path="/account">
          <AccountPage user={user} />
        </Route>
        {user.role === 'admin' && adminPages(user)}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** The receipt of a payment, or of what of it was paid back; a member's own alone. */
function receiptPage(user: UserDto) {
  return (
    <Route path="/members/:id/payments/:paymentId/:refundId?">
      {({ id, paymentId, refundId }) => {
        const isSeen = user.role !== 'member' || Number(id) === user.id;
        if (!isId(id) || !isId(paymentId) || !isSeen) return <NotFound />;
        const ids = { memberId: Number(id), paymentId: Number(paymentId) };
        return (
          <ReceiptPage {...ids} refundId={refundId ? Number(refundId) : undefined} user={user} />
        );
      }}
    </Route>
  );
}

/** What only admins look after; `Switch` takes the routes out of the fragment. */
function adminPages(user: UserDto) {
  return (
    <>
      <Route path="/people">
        <PeoplePage user={user} />
      </Route>
      <Route path="/people/:id">
        {({ id }) =>
          isId(id) ? <PersonPage key={id} personId={Number(id)} user={user} /> : <NotFound />
        }
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/background">
        <BackgroundPage />
      </Route>
    </>
  );
}

/** Whether a part of a URL can be an id. */
function isId(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
}

/** The pages of a member, who sees only their own data. */
function OwnPages({ user }: { readonly user: UserDto }) {
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Switch>
        <Route path="/">
          <MemberPage memberId={user.id} user={user} />
        </Route>
        {receiptPage(user)}
        <Route path="/account">
          <AccountPage user={user} />
        </Route>
        <Route>
          <Redirect to="/" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
