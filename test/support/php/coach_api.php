<?php
// A stand-in for the script of the members' app: three actions on its tables, the others by name.
require __DIR__ . '/database.php';

$others = [
    'coaches', 'hire-coach', 'coach-pending-requests', 'coach-assigned-members',
    'approve-member-request', 'approve-member-request-staff', 'reject-member-request',
    'cancel-coach-request', 'member-request-status', 'user-coach-status', 'user-request',
    'get-user-coach-request', 'coach-created-routines', 'member-routines', 'getRoutineExercises',
    'update-program-order', 'get-coach-availability', 'update-coach-availability',
    'coach-requests', 'debug-coach',
];
if (in_array($action, $others, true)) {
    answer(['success' => true, 'action' => $action, 'bytes' => strlen(json_encode($body))]);
}

$today = date('Y-m-d');
switch ($action) {
    case 'deduct-session':
        [$member, $coach] = [input('member_id'), input('coach_id')];
        if (!$member || !$coach) {
            answer(['success' => false, 'message' => 'Member ID and Coach ID are required']);
        }
        $one = newest_subscription($member, $coach);
        if (!$one) answer(['success' => false, 'message' => 'No active subscription found']);
        $left = (int) $one['remaining_sessions'];
        $used = rows(
            'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
            [$one['id'], $today]
        );
        if ($used) {
            answer([
                'success' => true, 'message' => 'Session already used today',
                'remaining_sessions' => $left, 'already_used_today' => true,
            ]);
        }
        $taken = affected(
            'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
              WHERE id = ? AND remaining_sessions > 0',
            [$one['id']]
        );
        if (!$taken) answer(['success' => false, 'message' => 'No sessions remaining in package']);
        rows(
            'INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
             VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()',
            [$one['id'], $today]
        );
        rows(
            "UPDATE coach_member_list SET status = 'expired'
              WHERE id = ? AND remaining_sessions = 0",
            [$one['id']]
        );
        answer([
            'success' => true, 'message' => 'Session deducted successfully',
            'remaining_sessions' => $left - 1, 'already_used_today' => false,
        ]);
    case 'get-remaining-sessions':
        $one = newest_subscription(input('user_id'), input('coach_id'));
        answer(['success' => true, 'remaining_sessions' => (int) ($one['remaining_sessions'] ?? 0)]);
    case 'check-session-availability':
        $one = newest_subscription(input('user_id'), input('coach_id'));
        $left = (int) ($one['remaining_sessions'] ?? 0);
        answer(['success' => true, 'data' => [
            'can_start_workout' => $left > 0, 'reason' => $left > 0 ? 'Available' : 'None left',
            'remaining_sessions' => $left, 'subscription_type' => $one['rate_type'] ?? 'none',
            'expires_at' => $one['expires_at'] ?? null,
        ]]);
    default:
        answer(['success' => false, 'message' => 'Invalid action']);
}
