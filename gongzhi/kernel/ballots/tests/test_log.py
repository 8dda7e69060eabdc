"""What the public log tells of a poll: how many, where and when; never who took paper, who voted, or how."""

from gongzhi.kernel.ballots.services import naming, preparing, setting_aside, settling, striking
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.record.sequencing import found_log

from .secret import Secret
from .world import HOUR, OPENS, Booths, marks, photo

NOW = OPENS + HOUR
HIDDEN = {"number", "agent", "batch", "answers"}


def test_no_public_entry_tells_who_took_paper_or_voted_by_name(booths: Booths) -> None:
    found_log(area="50")
    election = Secret.opened(booths)
    given = {"poll_id": election.poll.pk, "actor": booths.runner, "at": NOW}
    place = preparing.add_station(kind="hall", name="村委会", **given)
    struck, named, cast, twice, agent = (election.number(f"rep0{n}") for n in range(2, 7))
    striking.strike(station=place.pk, number=struck, agent=agent, **given)
    naming.enter(number=named, answers=[[1, 0]], means="paper", photo=photo(), **given)
    found = setting_aside.dispute(number=named, reason="抄错", **given)
    setting_aside.set_aside(disputed=found.pk, **{**given, "actor": booths.second})
    for username in ("rep04", "rep05"):
        election.vote(username, [1, 0], at=NOW)
    striking.extract(station=place.pk, **given)
    place.refresh_from_db()
    striking.receive(text=marks(place.extract, cast, twice), **given)
    settling.settle(number=cast, keep="paper", reason="已投入票箱", **given)
    settling.settle(number=twice, keep="screen", reason="登记错了人", **given)
    entries = Entry.objects.filter(stream=election.poll.pk)
    said = {(e.kind, n): v for e in entries for n, v in e.payload.items() if n in HIDDEN and v is not None}
    assert {kind.removeprefix("ballots.") for kind, _name in said} == {
        *("struck", "named_vote", "named_disputed", "named_set_aside"),
        *("batch_received", "withdrawn", "mark_erased"),
    }
    assert [place for place, value in said.items() if set(value) != {"#"}] == []
    whole = [line.sentence for line in timeline(election.poll.pk, personal=True)]
    assert f"“村委会”发给名册第{struck}号一张纸质选票" in whole
