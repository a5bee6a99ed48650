<?php
// A stand-in for the script of the coaches' page: what its actions do to the tables.
require __DIR__ . '/database.php';

function refuse(int $status, string $message): never
{
    answer(['success' => false, 'message' => $message], $status);
}

$member = input('member_id');
switch ($action) {
    case 'test':
        answer(['success' => true, 'action' => 'test', 'version' => '2.1']);
    case 'get-session-history':
        if (!$member) refuse(400, 'Member ID required');
        answer(['success' => true, 'data' => [
            'history' => rows(
                'SELECT u.id, u.usage_date, u.created_at, p.remaining_sessions, p.member_id
                   FROM coach_session_usage u JOIN coach_member_list p ON p.id = u.coach_member_id
                  WHERE p.member_id = ? ORDER BY u.usage_date DESC',
                [$member]
            ),
            'current_info' => newest_subscription($member, null),
        ]]);
    case 'get-member-session-info':
        if (!$member) refuse(400, 'Member ID required');
        $one = newest_subscription($member, null);
        if (!$one) refuse(404, 'No active session package found for this member');
        answer(['success' => true, 'data' => ['session_info' => $one]]);
    case 'undo-session-usage':
        $usage = rows('SELECT * FROM coach_session_usage WHERE id = ?', [input('usage_id')])[0] ?? null;
        if (!$usage) refuse(404, 'Session usage record not found');
        rows(
            'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?',
            [$usage['coach_member_id']]
        );
        rows('DELETE FROM coach_session_usage WHERE id = ?', [$usage['id']]);
        answer(['success' => true, 'message' => 'Session usage undone successfully']);
    case 'adjust-session-count':
        $one = newest_subscription($member, input('coach_id'));
        if (!$one) refuse(404, 'No active session package found for this member');
        $count = $one['remaining_sessions'] + (int) input('adjustment');
        rows(
            'UPDATE coach_member_list SET remaining_sessions = ? WHERE id = ?',
            [$count, $one['id']]
        );
        answer(['success' => true, 'data' => ['new_session_count' => $count]]);
    case 'add-session-usage':
        $one = newest_subscription($member, input('coach_id'));
        if (!$one) refuse(404, 'No active session package found for this member-coach pair');
        $day = input('usage_date') ?? date('Y-m-d');
        rows(
            'INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
             VALUES (?, ?, NOW())',
            [$one['id'], $day]
        );
        rows(
            'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
            [$one['id']]
        );
        answer(['success' => true, 'data' => ['usage_date' => $day]]);
    default:
        refuse(400, 'Invalid action');
}
