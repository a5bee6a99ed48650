import type { UserDto } from '../api/generated/types.gen.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';

export default function OverviewPage({ user }: { readonly user: UserDto }) {
  return <PageHead title={t.app.overview}>{user.firstName}</PageHead>;
}
