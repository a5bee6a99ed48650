import { Injectable } from '@nestjs/common';

export const DEMO_PASSWORD = 'training-day';

@Injectable()
export class DemoStudio {
  async fillIfEmpty(): Promise<boolean> {
    return false;
  }
}
