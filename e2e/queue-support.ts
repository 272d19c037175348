import type { Page } from '@playwright/test';
import { NO_LIMIT, waitWhileProgressing } from './support.ts';
import { expect } from './test.ts';

export const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
export const items = (page: Page) => queue(page).getByRole('listitem');
export const item = (page: Page, name: string) => items(page).filter({ hasText: name });
export const button = (page: Page, name: string) =>
  queue(page).getByRole('button', { name, exact: true });

/** Waits until an item has this state. Fails when the page makes no progress. */
export const waitForItem = (page: Page, name: string, state: string | RegExp) =>
  waitWhileProgressing(
    page,
    expect(item(page, name)).toHaveAttribute('data-item', state, NO_LIMIT),
  );

/** Waits until no item waits or runs. */
export const waitForRest = (page: Page) =>
  waitWhileProgressing(
    page,
    expect(queue(page).locator('[data-item=waiting], [data-item=running]')).toHaveCount(
      0,
      NO_LIMIT,
    ),
  );

/** State of an item with a result. */
export const FINISHED = /done|doubtful/;
