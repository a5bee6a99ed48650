import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getPayment, listPayments } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { nextPage, pageOf } from '../data/queries.js';

/** What a member has paid, the last payment first; always read again, as others take money too. */
export const paymentsQuery = (memberId: number) =>
  infiniteQueryOptions({
    queryKey: ['payments', memberId],
    queryFn: ({ pageParam, signal }) =>
      ask(listPayments({ path: { memberId }, query: pageOf(pageParam), signal })),
    ...nextPage,
    staleTime: 0,
  });

/** One payment, as its receipt says it. */
export const paymentQuery = (memberId: number, paymentId: number) =>
  queryOptions({
    queryKey: ['payments', memberId, paymentId],
    queryFn: ({ signal }) => ask(getPayment({ path: { memberId, paymentId }, signal })),
    staleTime: 0,
  });
