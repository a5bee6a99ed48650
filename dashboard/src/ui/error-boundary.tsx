import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { t } from '../texts/texts.js';
import { Empty } from './states.js';

interface Props {
  readonly children: ReactNode;
}

/** Shows a message and a reload button, instead of a blank page, after an error while rendering. */
export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  /** Reports it like an uncaught error, so that it reaches the console and error handlers. */
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
