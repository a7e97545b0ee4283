"""Writing documents whose answer was lost: how many were settled by asking the ERP, and how many are in doubt now."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpStep
from portal.domain.vocabulary import RequestState
from portal.services.exchange.open_steps import ANSWERED


@dataclass(frozen=True, slots=True)
class LostAnswers:
    """Counts since the connection was made."""

    settled: int
    in_doubt: int

    @property
    def words(self) -> str:
        """`3 settled by asking first, 0 in doubt`."""
        return f"{self.settled:,} settled by asking first, {self.in_doubt:,} in doubt"


def count(session: Session, connection_id: int) -> LostAnswers:
    """Count one connection's documents that were asked about: a step keeps `asking` once the ERP has answered."""
    asked = select(func.count()).where(ErpStep.connection_id == connection_id, ErpStep.mutates)
    settled = asked.where(ErpStep.asking, ErpStep.state.in_(ANSWERED))
    in_doubt = asked.where(ErpStep.state == RequestState.IN_DOUBT.value)
    return LostAnswers(session.scalar(settled) or 0, session.scalar(in_doubt) or 0)
