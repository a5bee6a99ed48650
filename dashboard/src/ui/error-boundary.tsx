import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { t } from '../texts/texts.js';
import { Empty } from './states.js';

interface Props {
  readonly children: ReactNode;
}

/** A fault of the app leaves no white page: it says so and offers a reload. */
export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  /** As loud as an error that nobody catches: in the console, and for whoever listens to them. */
  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main role="alert">
        <Empty
          isPage
          icon={<IconAlertTriangle />}
          title={t.errors.broken}
          action={<Button onClick={() => window.location.reload()}>{t.app.reload}</Button>}
        >
          {t.errors.brokenDetail}
        </Empty>
      </main>
    );
  }
}
