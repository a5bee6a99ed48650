<?php
// The script of the coaches' page, for the benchmark: what its actions read and write.
require __DIR__ . '/common.php';

$member = input('member_id');
match ($action) {
    'get-session-history' => history($member),
    'get-member-session-info' => session_info($member),
    'undo-session-usage' => undo($member, input('usage_id')),
    'adjust-session-count' => adjust($member, input('adjustment')),
    'add-session-usage' => add_usage($member, input('coach_id')),
    default => refuse('Invalid action', 400),
};

function history(mixed $member): never
{
    if (!$member) refuse('Member ID required', 400);
    $any = send('SELECT id, member_id, status, rate_type FROM coach_member_list WHERE member_id = ?', [
        $member,
    ])->fetchAll();
    if (!$any) {
        answer(['success' => true, 'data' => ['history' => [], 'current_info' => null]]);
    }
    $history = send(
        "SELECT u.id, u.usage_date, u.created_at, p.remaining_sessions, p.rate_type,
                p.status AS subscription_status, CONCAT(m.fname, ' ', m.lname) AS member_name,
                m.id AS member_id
           FROM coach_session_usage u
           JOIN coach_member_list p ON p.id = u.coach_member_id
           LEFT JOIN user m ON m.id = p.member_id
          WHERE p.member_id = ? ORDER BY u.usage_date DESC, u.created_at DESC",
        [$member]
    )->fetchAll();
    $current = send(
        "SELECT id, remaining_sessions, rate_type, status, expires_at, requested_at,
                coach_approval, staff_approval
           FROM coach_member_list
          WHERE member_id = ? AND status = 'active' AND rate_type = 'package'
          ORDER BY requested_at DESC LIMIT 1",
        [$member]
    )->fetch();
    answer(['success' => true, 'data' => ['history' => $history, 'current_info' => $current]]);
}

function session_info(mixed $member): never
{
    if (!$member) refuse('Member ID required', 400);
    $info = send(
        "SELECT p.id, p.remaining_sessions, p.rate_type, p.status, p.expires_at, p.requested_at,
                p.coach_approval, p.staff_approval, p.coach_id, c.monthly_rate,
                c.session_package_rate, CONCAT(t.fname, ' ', t.lname) AS coach_name,
                CONCAT(m.fname, ' ', m.lname) AS member_name
           FROM coach_member_list p
           LEFT JOIN coaches c ON c.user_id = p.coach_id
           LEFT JOIN user t ON t.id = p.coach_id
           LEFT JOIN user m ON m.id = p.member_id
          WHERE p.member_id = ? AND p.status = 'active' AND p.rate_type = 'package'
          ORDER BY p.requested_at DESC LIMIT 1",
        [$member]
    )->fetch();
    if (!$info) refuse('No active session package found for this member', 404);
    $stats = send(
        'SELECT COUNT(*) AS total_usage,
                COUNT(CASE WHEN u.undone_at IS NULL THEN 1 END) AS active_usage,
                COUNT(CASE WHEN u.undone_at IS NOT NULL THEN 1 END) AS undone_usage
           FROM coach_session_usage u JOIN coach_member_list p ON p.id = u.coach_member_id
          WHERE p.member_id = ?',
        [$member]
    )->fetch();
    answer(['success' => true, 'data' => ['session_info' => $info, 'usage_stats' => $stats]]);
}

function undo(mixed $member, mixed $id): never
{
    global $database;
    if (!$id || !$member) refuse('Usage ID and Member ID are required', 400);
    $database->beginTransaction();
    $usage = send(
        'SELECT u.id, p.id AS package_id, p.coach_id
           FROM coach_session_usage u JOIN coach_member_list p ON p.id = u.coach_member_id
          WHERE u.id = ? AND p.member_id = ?',
        [$id, $member]
    )->fetch();
    if (!$usage) refuse('Session usage record not found', 404);
    send('DELETE FROM coach_session_usage WHERE id = ?', [$id]);
    send(
        "UPDATE coach_member_list
            SET status = IF(status = 'expired', 'active', status),
                remaining_sessions = remaining_sessions + 1
          WHERE id = ?",
        [$usage['package_id']]
    );
    tell('session_undone', "Undone: usage $id", $member, $usage['coach_id']);
    $database->commit();
    answer(['success' => true, 'message' => 'Session usage undone successfully']);
}

// It writes a count that it has read without a lock: two at once lose one.
function adjust(mixed $member, mixed $by): never
{
    global $database;
    if (!$member || $by === null) refuse('Member ID and adjustment amount are required', 400);
    $database->beginTransaction();
    $one = running($member, null);
    if (!$one) refuse('No active session package found for this member', 404);
    $left = $one['remaining_sessions'];
    if ($left + $by < 0) refuse("Cannot reduce sessions below 0. Current sessions: $left", 400);
    send('UPDATE coach_member_list SET remaining_sessions = ?, status = ? WHERE id = ?', [
        $left + $by, $left + $by > 0 ? 'active' : 'expired', $one['id'],
    ]);
    tell('session_adjusted', "By $by: " . input('reason', ''), $member, $one['coach_id']);
    $database->commit();
    answer([
        'success' => true, 'message' => 'Session count adjusted successfully',
        'data' => [
            'new_session_count' => $left + $by, 'adjustment' => $by, 'previous_count' => $left,
        ],
    ]);
}

function add_usage(mixed $member, mixed $coach): never
{
    global $database;
    if (!$member || !$coach) refuse('Member ID and Coach ID are required', 400);
    $day = input('usage_date', date('Y-m-d'));
    $database->beginTransaction();
    $one = running($member, $coach);
    if (!$one) refuse('No active session package found for this member-coach pair', 404);
    if ($one['remaining_sessions'] <= 0) refuse('No sessions remaining in package', 400);
    $used = send(
        'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
        [$one['id'], $day]
    )->fetch();
    if ($used) refuse('Session already used on this date', 400);
    send(
        'INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
         VALUES (?, ?, NOW())',
        [$one['id'], $day]
    );
    $left = $one['remaining_sessions'] - 1;
    send('UPDATE coach_member_list SET remaining_sessions = ?, status = ? WHERE id = ?', [
        $left, $left > 0 ? 'active' : 'expired', $one['id'],
    ]);
    tell('session_added', "On $day: " . input('reason', ''), $member, $coach);
    $database->commit();
    answer([
        'success' => true, 'message' => 'Session usage added successfully',
        'data' => ['remaining_sessions' => $left, 'usage_date' => $day],
    ]);
}

function running(mixed $member, mixed $coach): array|false
{
    $ofCoach = $coach === null ? '' : 'AND coach_id = ?';
    return send(
        "SELECT id, remaining_sessions, rate_type, status, coach_id FROM coach_member_list
          WHERE member_id = ? $ofCoach AND status = 'active' AND rate_type = 'package'
          ORDER BY requested_at DESC LIMIT 1",
        $coach === null ? [$member] : [$member, $coach]
    )->fetch();
}

// A row that cannot be written is no reason to stop.
function tell(string $action, string $details, mixed $member, mixed $coach): void
{
    try {
        send(
            'INSERT INTO admin_activity_log (action, details, member_id, coach_id, created_at)
             VALUES (?, ?, ?, ?, NOW())',
            [$action, $details, $member, $coach]
        );
    } catch (Exception $error) {
        error_log('No activity: ' . $error->getMessage());
    }
}
